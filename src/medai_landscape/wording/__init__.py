"""Words to values and back, in Chinese and in English."""

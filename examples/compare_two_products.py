"""Does an American product for lung nodules promise more than a Chinese one?"""

from __future__ import annotations

import medai_landscape as ml

american = ml.parse_intended_use(
    "Detects lung nodules of 6 mm and larger on chest CT of adults. "
    "Not for use as the sole basis of a decision."
)
chinese = ml.parse_intended_use(
    "用于成人胸部CT图像的显示和测量，自动检测4mm及以上的肺结节，供医师使用，不能单独用作临床诊疗决策依据。"
)
for constraint, relation in american.compare(chinese):
    if relation != "not_stated":
        print(f"{constraint}: {relation}")

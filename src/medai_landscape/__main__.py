"""``python -m medai_landscape``."""

from medai_landscape.cli import main

raise SystemExit(main())

import time, shutil
from pathlib import Path
def test_render(fixture):
    f=Path("/tmp/report-out"); shutil.rmtree(f,ignore_errors=True)
    t=time.time(); fixture.write(f); print(time.time()-t)

"""What a run leaves behind: ``output`` names the files, ``plugin`` writes them, ``command`` rebuilds them."""

from harness.reports.choice import output_of, use_allure
from harness.reports.command import report
from harness.reports.output import Output

__all__ = ["Output", "output_of", "report", "use_allure"]

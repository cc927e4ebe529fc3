"""Batch runs: processes that are watched, parts that are whole or not there, and a record of every
page that failed.
"""

from wikiparse.etl.batch.run import BatchError, Summary, run
from wikiparse.etl.batch.settings import Settings

__all__ = ["BatchError", "Settings", "Summary", "run"]

"""Archives in bulk: read on many machines, one Parquet file for each archive; settled on one. The rows are those of one replay of all."""

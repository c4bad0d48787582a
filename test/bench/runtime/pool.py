"""The same rows for CPython's multiprocessing.Pool.map: python3 pool.py WIDTH RUNS prints milliseconds as JSON."""
import json
import sys
import time
from multiprocessing import Pool


def square(x):
    return x * x


def sleep(ms):
    time.sleep(ms / 1000)
    return ms


def times(pool, f, items, runs, chunksize=None):
    pool.map(f, items, chunksize)
    result = []
    for _ in range(runs):
        start = time.perf_counter()
        pool.map(f, items, chunksize)
        result.append((time.perf_counter() - start) * 1000)
    return result


if __name__ == "__main__":
    width, runs = int(sys.argv[1]), int(sys.argv[2])
    with Pool(width) as pool:
        squares = times(pool, square, range(1_000_000), runs)
    with Pool(8) as pool:
        sleeps = times(pool, sleep, [100] * 24, runs, 1)
    print(json.dumps({"1,000,000 × x * x, 'never'": squares, "24 × sleep of 100 ms, 8 workers": sleeps}))

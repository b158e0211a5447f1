package org.lammstream.manager.cli.load;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a load did.
 *
 * @param clients that asked one request after the other
 * @param seconds of measurement
 * @param requests that were answered with predictions
 * @param predictions images or features that were classified
 * @param perSecond predictions per second
 * @param p50Millis median latency of a request, as the client sees it
 * @param p99Millis latency that one in a hundred exceeds
 * @param otherStatuses requests by HTTP status that were answered otherwise; 0 is no answer
 * @param aligning share of the time in which a task was being aligned, 0 to 1
 */
public record LoadResult(
    int clients,
    double seconds,
    long requests,
    long predictions,
    double perSecond,
    double p50Millis,
    double p99Millis,
    Map<Integer, Long> otherStatuses,
    double aligning) {

  /** Copies the map. */
  public LoadResult {
    otherStatuses = Map.copyOf(otherStatuses);
  }

  static LoadResult of(
      int clients,
      double seconds,
      long[] latencyNanos,
      int perRequest,
      Map<Integer, Long> otherStatuses,
      double aligning) {
    long[] sorted = latencyNanos.clone();
    Arrays.sort(sorted);
    long predictions = (long) sorted.length * perRequest;
    return new LoadResult(
        clients,
        seconds,
        sorted.length,
        predictions,
        predictions / seconds,
        percentile(sorted, 0.5),
        percentile(sorted, 0.99),
        new TreeMap<>(otherStatuses),
        aligning);
  }

  /** Nearest rank; NaN of nothing. */
  private static double percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(rank, 1) - 1] / 1e6;
  }
}

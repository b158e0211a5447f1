package org.lammstream.manager.cli.experiment;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * What runs have in common and how far they are apart.
 *
 * @param mean of the runs; NaN for none
 * @param deviation standard deviation of the sample; 0 for a single run
 */
public record MeanDeviation(double mean, double deviation) {

  /** Of the values of some runs. */
  public static MeanDeviation of(DoubleStream runs) {
    double[] values = runs.toArray();
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new MeanDeviation(
        mean, values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0);
  }
}

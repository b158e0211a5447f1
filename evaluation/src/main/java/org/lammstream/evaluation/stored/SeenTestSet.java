package org.lammstream.evaluation.stored;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.lammstream.store.TestSet;

/**
 * A test set as a version sees it.
 *
 * @param features of all examples, row-major; neither copied nor protected
 * @param left the examples that it can see: those that have not been forgotten
 */
@SuppressWarnings("ArrayRecordComponent")
record SeenTestSet(float[] features, BitSet left) {

  /** With some of the examples, by their places. */
  SeenTestSet(float[] features, int[] places) {
    this(features, Arrays.stream(places).collect(BitSet::new, BitSet::set, BitSet::or));
  }

  /** As whoever leaves the image tower as it is sees it: all of it. */
  static SeenTestSet of(TestSet tests) {
    return new SeenTestSet(tests.features(), IntStream.range(0, tests.labels().size()).toArray());
  }
}

package org.lammstream.stream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What work asks of the heap. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /**
   * Fails if the work, on this thread, takes more memory. What is freed meanwhile counts too, so it
   * is never more at once.
   */
  public static void assertAtMost(long bytes, Runnable work) {
    if (taken(work) > bytes) {
      assertThat(taken(work)).isLessThanOrEqualTo(bytes); // the first time also loads classes
    }
  }

  private static long taken(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}

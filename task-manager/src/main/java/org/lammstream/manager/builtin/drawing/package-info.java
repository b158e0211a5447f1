/**
 * Small pictures drawn with Java2D, each a function of its class and a seed.
 *
 * <p>All randomness comes from {@link java.util.SplittableRandom}, so a picture is the same on
 * every run of one Java version. The anti-aliasing of edges belongs to the Java runtime and may
 * differ by a few grey levels between versions; nothing depends on more than that.
 */
@NullMarked
package org.lammstream.manager.builtin.drawing;

import org.jspecify.annotations.NullMarked;

package org.lammstream.manager.lamm;

import java.util.List;
import org.lammstream.store.ClassEmbedding;

/**
 * What an alignment leaves.
 *
 * @param classes the known classes in their order (moved, where they trained), then the new ones
 * @param epochLosses mean loss of every epoch
 */
public record AlignmentResult(List<ClassEmbedding> classes, List<Double> epochLosses) {}

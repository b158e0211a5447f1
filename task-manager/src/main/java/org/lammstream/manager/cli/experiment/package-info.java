/**
 * Measurements that take hours: variants of a learner over orders of classes and seeds, resumable,
 * with a table at the end. Images are encoded once; no broker, no store.
 */
@NullMarked
package org.lammstream.manager.cli.experiment;

import org.jspecify.annotations.NullMarked;

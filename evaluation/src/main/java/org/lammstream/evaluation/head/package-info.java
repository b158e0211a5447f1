/**
 * Closed-form classifiers on image features: sufficient statistics that can be added to and taken
 * from exactly, the heads that they give, and their fusion with text features. Knows no store.
 */
@NullMarked
package org.lammstream.evaluation.head;

import org.jspecify.annotations.NullMarked;

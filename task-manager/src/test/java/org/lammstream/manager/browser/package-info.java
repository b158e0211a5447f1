/**
 * The dashboard page in a real browser. {@link BrowserExtension} starts one per test and says why a
 * test is skipped where there is none; {@link PageServer} serves the page with prepared answers,
 * for what a real learner cannot show in a test's time.
 */
@NullMarked
package org.lammstream.manager.browser;

import org.jspecify.annotations.NullMarked;

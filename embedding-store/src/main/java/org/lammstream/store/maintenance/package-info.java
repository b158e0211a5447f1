/**
 * Maintenance of a store that another process may hold. One process writes to a store; the one that
 * holds it runs a {@link org.lammstream.store.maintenance.StoreServer}, which carries out what
 * others ask for through {@link org.lammstream.store.maintenance.StoreMaintenance#open}.
 *
 * <p>The two talk over a Unix domain socket that only the same user can reach. Its path stands in
 * the file {@code CONTROL} of the store's folder; the socket itself is in a temporary folder, for
 * such paths must be short. A client connects for each request, sends one line of JSON ({@code
 * Request}) and reads lines of JSON ({@code Answer}): first that the request was accepted, then,
 * whenever it is done, the outcome.
 */
@NullMarked
package org.lammstream.store.maintenance;

import org.jspecify.annotations.NullMarked;

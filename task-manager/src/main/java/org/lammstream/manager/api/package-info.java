/**
 * The HTTP API of a worker. What it serves is described by the OpenAPI document beside this package
 * ({@code /openapi.json}), which the tests hold against a running server.
 */
@NullMarked
package org.lammstream.manager.api;

import org.jspecify.annotations.NullMarked;

/**
 * Runs structured pipelines: finds and binds commands, runs the estate's rules and the engine's own commands over live objects, and
 * serialises what comes out. Knows the catalogue; the contracts that rules see are in {@code io.quorate.lab.shell}.
 */
@NullMarked
package io.quorate.lab.session;

import org.jspecify.annotations.NullMarked;

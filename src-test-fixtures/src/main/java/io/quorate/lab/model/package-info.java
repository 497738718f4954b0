/**
 * What exists in the estate: hosts, disks, the failover cluster, virtual machines, and their state machines.
 *
 * <p>{@code ...State} records are the state, kept by the world; {@code Estate}, {@code Cluster} and {@code Hypervisor} are the
 * operations. What is claimed about Windows is listed, with grade and source, in {@code Fidelity}. Start here: {@code Estate}.
 */
@NullMarked
package io.quorate.lab.model;

import org.jspecify.annotations.NullMarked;

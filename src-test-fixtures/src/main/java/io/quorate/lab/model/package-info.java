/**
 * What exists in the estate: hosts, disks, the failover cluster, virtual machines, and their state machines.
 */
@NullMarked
package io.quorate.lab.model;

import org.jspecify.annotations.NullMarked;

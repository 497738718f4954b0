/**
 * The simulated storage appliance: pools, volumes, what is published, and the data path's state (logical units with their blocks,
 * sessions, persistent reservations). The faces in {@code lab.nef} and {@code lab.iscsi} and the simulated Windows hosts are its users;
 * it knows none of them. Its operations are called inside a {@link io.quorate.lab.kernel.World#change} of the caller.
 */
@NullMarked
package io.quorate.lab.storage;

import org.jspecify.annotations.NullMarked;

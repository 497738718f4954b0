package io.quorate.lab.model;

import java.time.Duration;
import java.util.UUID;

/**
 * What one copy of a replicated machine had written and the other has not, when that came to matter.
 *
 * @param machine the machine's id, the same on both sides
 * @param host where it was asked for
 * @param planned whether by a planned failover, which loses nothing if all is well
 * @param cancelled whether not by a failover but by the cancelling of one
 * @param bytes how much
 * @param at when, since the lab's start
 */
public record LostWrites(UUID machine, String host, boolean planned, boolean cancelled, long bytes, Duration at) {}

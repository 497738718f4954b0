package io.quorate.lab;

import java.time.Duration;
import java.util.UUID;

/**
 * What a failover of a replicated machine lost, or the cancelling of one: what one copy had written and the other has not.
 *
 * @param machine the machine's id, the same on both sides
 * @param host where it was asked for
 * @param planned whether it was a planned failover, which loses nothing if all is well
 * @param cancelled whether it was not a failover but the cancelling of one
 * @param bytes how much
 * @param at when, since the lab's start
 */
public record ReplicaLoss(UUID machine, String host, boolean planned, boolean cancelled, long bytes, Duration at) {}

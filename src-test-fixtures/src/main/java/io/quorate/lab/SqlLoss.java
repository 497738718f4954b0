package io.quorate.lab;

import java.time.Duration;

/**
 * What a failover of an availability group lost: transactions that the old primary had and the new one has not.
 *
 * @param from the old primary
 * @param to the new one
 * @param forced whether somebody said to force it
 * @param transactions how many
 * @param acknowledged of how many clients had been told that they are committed
 * @param at when, since the lab's start
 * @param discarded whether the old primary has thrown them away, too
 */
public record SqlLoss(
        String group,
        String database,
        String from,
        String to,
        boolean forced,
        int transactions,
        int acknowledged,
        Duration at,
        boolean discarded) {}

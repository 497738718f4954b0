package io.quorate.samples;

import java.time.Duration;

/**
 * What the power cut of a machine cost.
 *
 * @param what a virtual machine, or a database as its clients see it
 * @param predicted what the servers' own settings and views said before
 * @param outage from the cut until it was there again, as an observer sees it who looks every second
 */
public record Outage(String what, String from, String to, Duration predicted, Duration outage) {}

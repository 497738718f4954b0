/**
 * Failover clustering: the cluster client and its records.
 */
@NullMarked
package io.quorate.cluster;

import org.jspecify.annotations.NullMarked;

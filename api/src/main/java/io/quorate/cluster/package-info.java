/** Failover clustering: the cluster client, its commands and records. */
@NullMarked
package io.quorate.cluster;

import org.jspecify.annotations.NullMarked;

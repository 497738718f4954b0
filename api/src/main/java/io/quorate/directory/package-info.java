/**
 * The directory that hosts and clusters live in, and the names by which they find it: domain controllers and their replication, who answers for
 * the domain from each machine, each machine's DNS servers. What cannot be told is never healthy.
 */
@NullMarked
package io.quorate.directory;

import org.jspecify.annotations.NullMarked;

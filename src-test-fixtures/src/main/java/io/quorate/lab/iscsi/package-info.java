/**
 * The iSCSI face of a simulated appliance: a target on a loopback port (RFC 7143), one connection a session, error recovery level 0. Shares
 * the codec with the client, nothing else. Start here: {@link io.quorate.lab.iscsi.IscsiFace}.
 */
@NullMarked
package io.quorate.lab.iscsi;

import org.jspecify.annotations.NullMarked;

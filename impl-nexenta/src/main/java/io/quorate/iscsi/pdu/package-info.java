/** iSCSI protocol data units (RFC 7143 11) as values, both directions, without I/O. Shared with the lab. */
@NullMarked
package io.quorate.iscsi.pdu;

import org.jspecify.annotations.NullMarked;

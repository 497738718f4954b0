/**
 * iSCSI protocol data units (RFC 7143 11), both directions, without I/O: {@link io.quorate.iscsi.pdu.PduReader} cuts them from bytes,
 * {@link io.quorate.iscsi.pdu.InitiatorPdu} and {@link io.quorate.iscsi.pdu.TargetPdu} are their fields, {@link io.quorate.iscsi.pdu.Text}
 * the negotiated keys. Bytes from outside raise nothing but {@link io.quorate.iscsi.pdu.IscsiProtocolException}. Shared with the lab.
 */
@NullMarked
package io.quorate.iscsi.pdu;

import org.jspecify.annotations.NullMarked;

/**
 * SCSI for the iSCSI backend: the commands it sends ({@link io.quorate.iscsi.scsi.ScsiRequest}) and what comes back, decoded. No I/O. Bytes
 * from a target raise nothing but {@link io.quorate.iscsi.pdu.IscsiProtocolException}. Not exported.
 */
@NullMarked
package io.quorate.iscsi.scsi;

import org.jspecify.annotations.NullMarked;

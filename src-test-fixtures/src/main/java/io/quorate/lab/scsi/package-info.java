/**
 * A SCSI block device over the simulated appliance: one device server for all its logical units, without any transport. Written from SPC-3,
 * SPC-4 and SBC-3; what COMSTAR says of itself is in {@link io.quorate.lab.scsi.Inquiry}. Start here: {@link io.quorate.lab.scsi.ScsiDevice}.
 */
@NullMarked
package io.quorate.lab.scsi;

import org.jspecify.annotations.NullMarked;

/**
 * The initiator's side of iSCSI as state machines without I/O: units go in, units and outcomes come out. What a target sends raises nothing
 * but {@link io.quorate.iscsi.pdu.IscsiProtocolException}. Not exported.
 */
@NullMarked
package io.quorate.iscsi.machine;

import org.jspecify.annotations.NullMarked;

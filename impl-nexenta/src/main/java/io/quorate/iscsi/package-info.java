/**
 * The iSCSI backend, scheme {@code iscsi}: our own initiator, and the small SPI ({@link io.quorate.iscsi.InitiatorProvider}) behind which
 * another may take its place.
 */
@NullMarked
package io.quorate.iscsi;

import org.jspecify.annotations.NullMarked;

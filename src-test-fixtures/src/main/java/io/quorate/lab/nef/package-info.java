/**
 * The management face of a simulated storage appliance: NexentaStor 5's REST API (NEF) over TLS. It decodes requests into operations on
 * {@link io.quorate.lab.storage.StorageAppliance} and knows nothing of the data path. What it knows comes from
 * clients that are in use: OpenStack Cinder's ns5 driver, the vendor's go-nexentastor, CSI drivers and Ansible examples.
 */
@NullMarked
package io.quorate.lab.nef;

import org.jspecify.annotations.NullMarked;

/**
 * The management face of a simulated storage appliance: NexentaStor 5's REST API (NEF) over TLS. It decodes requests into operations on
 * {@link io.quorate.lab.storage.StorageAppliance} and knows nothing of the data path. Sources: reference nexenta.md 1 and its facts.
 */
@NullMarked
package io.quorate.lab.nef;

import org.jspecify.annotations.NullMarked;

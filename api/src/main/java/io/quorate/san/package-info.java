/**
 * What several ends of a storage network share - names, portals, CHAP, what is published - and our own iSCSI initiator, which proves from
 * here what an appliance serves. Knows neither the appliance nor the hosts.
 */
@NullMarked
package io.quorate.san;

import org.jspecify.annotations.NullMarked;

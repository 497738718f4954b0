/**
 * REST with a NexentaStor 5 appliance (NEF): connections, log-in, jobs, pages and error codes. Knows no command; reports failures as
 * {@link io.quorate.spi.Fault}. Facts: clients in use (OpenStack Cinder's driver, the vendor's driver and Go client).
 */
@NullMarked
package io.quorate.nexenta.rest;

import org.jspecify.annotations.NullMarked;

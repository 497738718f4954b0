/** The probes that backends answer the doctor: reads of one host each. */
@NullMarked
package io.quorate.doctor.command;

import org.jspecify.annotations.NullMarked;

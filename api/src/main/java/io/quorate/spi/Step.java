package io.quorate.spi;

/** Something a handler puts on its wire, as a value: a pipeline of cmdlets, a REST request, SCSI commands, a T-SQL statement. */
public interface Step {

    /** Renders it for an administrator to review: what would be typed or sent, without secrets. */
    String text();
}

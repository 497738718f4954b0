package io.quorate.winrm.recipe;

import io.quorate.doctor.Entrance;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The way in to one Windows host, as the doctor looks at it. */
public interface HostEntry {

    /**
     * Knocks: shows what the host shows before anybody logs in.
     *
     * @throws io.quorate.spi.Fault if nobody answers
     */
    Entrance look();

    /**
     * Runs a pipeline to its end; one that fails is a result like another.
     *
     * @throws io.quorate.spi.Fault if it could not be started, or its end is not known
     */
    PsResult result(PsPipeline pipeline);

    /** Returns the log-in in force and why it is that one; after something has run. */
    String login();

    /** Returns the name of the session configuration. */
    String configuration();

    /** Returns the host's PowerShell version; null before something has run, or if it does not tell. */
    @Nullable
    String powerShell();

    /** Returns the protocol agreed on; null before something has run. */
    @Nullable
    String protocol();

    /** Returns the session configuration that the endpoint names for commands that act on another machine; null if it names none. */
    @Nullable
    String delegated();

    /** Tells whether the log-in hands the host what it needs for another machine. */
    boolean lends();

    /** Tells whether there is no time left to ask. */
    boolean late();

    /** Returns the wall-clock time here. */
    Instant now();

    /** Returns a monotonic reading in nanoseconds. */
    long nanos();
}

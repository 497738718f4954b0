package io.quorate.lab;

import java.time.Duration;

/** How an appliance's management behaves; may be changed while it runs. Thread-safe. */
public interface ManagementSettings {

    /** Sets how long a slow answer takes, in the lab's time; 5 s by default. */
    ManagementSettings slowness(Duration value);

    /** Sets the pause between the bytes of a dripping answer, in real time; 200 ms by default. */
    ManagementSettings drip(Duration value);

    /** Sets how long a token lives from its log-in, in the lab's time; an hour by default. The real lifetime is not documented. */
    ManagementSettings tokenLifetime(Duration value);

    /** Has every change run as a job of this length in the lab's time; zero, the default, has it done at once. */
    ManagementSettings jobDelay(Duration value);

    /** Sets how long the result of a job is kept after its end; five minutes by default. The real retention is not documented. */
    ManagementSettings jobRetention(Duration value);

    /** Says whether the licence is valid; without one every call but the log-in answers 401 ELICENSE. */
    ManagementSettings licensed(boolean value);

    /** Says whether the links to further pages keep the filters; by default they do not, as in some releases. */
    ManagementSettings nextKeepsFilters(boolean value);

    /** Says whether 201 carries a Location; some releases send none. */
    ManagementSettings locations(boolean value);

    /** Says whether objects carry a field that no client knows; by default they do. */
    ManagementSettings unknownFields(boolean value);

    /** Sets the HTTP status of EEXIST, which no source fixes; 409 by default. */
    ManagementSettings existsStatus(int value);

    /** Has the next changes answer EBUSY without being done. */
    ManagementSettings busy(int times);
}

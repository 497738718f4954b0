package io.quorate.lab.model;

/** Is told when a host comes up or loses power; called without any lock, after the change. */
@FunctionalInterface
public interface PowerListener {

    /** Called once per change of the host's reachability: {@link Power#UP} or {@link Power#OFF}. */
    void changed(String host, Power power);
}

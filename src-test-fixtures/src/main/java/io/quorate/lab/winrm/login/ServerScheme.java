package io.quorate.lab.winrm.login;

/** A way to log in that a host offers and that holds for one physical connection. Thread-safe. */
public interface ServerScheme {

    /** Returns its name as WWW-Authenticate spells it, such as {@code Negotiate}. */
    String name();

    /** Begins the log-in of a connection. */
    ServerLogin begin(Place place);
}

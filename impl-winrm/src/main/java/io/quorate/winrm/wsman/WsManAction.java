package io.quorate.winrm.wsman;

/** What a request asks for, and what may be done when its answer is lost. */
public enum WsManAction {
    /** Asks who is there; needs no login. */
    IDENTIFY("", false, true),
    /** Opens a shell. */
    CREATE(WsManUris.TRANSFER + "/Create", true, false),
    /** Starts a command in a shell. */
    COMMAND(WsManUris.SHELL + "/Command", true, false),
    /** Feeds a shell or a command. */
    SEND(WsManUris.SHELL + "/Send", true, false),
    /** Waits for output; the server repeats what it said when the same request comes again. */
    RECEIVE(WsManUris.SHELL + "/Receive", true, true),
    /** Signals a command. */
    SIGNAL(WsManUris.SHELL + "/Signal", true, false),
    /** Takes up a shell, or a command of it, that the host has disconnected; one that is connected stays so. */
    RECONNECT(WsManUris.SHELL + "/Reconnect", true, true),
    /** Reads a resource, such as a shell. */
    GET(WsManUris.TRANSFER + "/Get", false, true),
    /** Lists resources, such as the shells of a host. */
    ENUMERATE(WsManUris.ENUMERATION + "/Enumerate", false, true),
    /** Goes on with a list that did not fit into one answer. */
    PULL(WsManUris.ENUMERATION + "/Pull", false, false),
    /** Closes a shell. */
    DELETE(WsManUris.TRANSFER + "/Delete", true, false);

    private final String uri;
    private final boolean changes;
    private final boolean repeatable;

    WsManAction(String uri, boolean changes, boolean repeatable) {
        this.uri = uri;
        this.changes = changes;
        this.repeatable = repeatable;
    }

    /** Returns the action URI; empty for Identify, which has none. */
    public String uri() {
        return uri;
    }

    /** Tells whether it changes something on the server. */
    public boolean changes() {
        return changes;
    }

    /** Tells whether it may be sent again when the answer is lost. */
    public boolean repeatable() {
        return repeatable;
    }
}

package io.quorate.lab.winrm;

import io.quorate.lab.http.HttpExchange;
import io.quorate.lab.winrm.login.Visitor;

/**
 * A WS-Man request with whatever it came over.
 *
 * @param ticket what is known of it until its answer is out
 * @param visitor who sent it
 */
record Incoming(HttpExchange exchange, Ticket ticket, WsmanRequest request, Visitor visitor) {
    /** Returns the account that sent it. */
    String user() {
        return visitor.account();
    }
}

package io.quorate.lab.winrm;

import io.quorate.lab.http.HttpExchange;

/**
 * A WS-Man request with whatever it came over.
 *
 * @param ticket what is known of it until its answer is out
 * @param user the account that sent it
 */
record Incoming(HttpExchange exchange, Ticket ticket, WsmanRequest request, String user) {}

package io.quorate.lab;

/** What an appliance's management does with requests. The data path does not care. */
public enum Management {
    /** It answers. */
    OK,
    /** It answers after a while; see {@link ManagementSettings#slowness}. */
    SLOW,
    /** It accepts connections and requests and never answers; nothing is done. */
    HUNG,
    /** It does what it is asked, sends the head of the answer, then nothing more. */
    HEAD_ONLY,
    /** It does what it is asked and sends the answer's body byte by byte; see {@link ManagementSettings#drip}. */
    DRIP,
    /** Something in front of it answers with 502 and an HTML page; nothing is done. */
    HTML,
    /** It answers with 500 and no body; nothing is done. */
    EMPTY_500,
    /** It is not there for a moment: connections are reset, and afterwards no token is valid. */
    RESTARTING
}

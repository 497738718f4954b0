package io.quorate.winrm.wsman;

/** The names WS-Management gives to things: namespaces, actions, resources, signals ([MS-WSMV] 2.2.1, 3.1.4). */
public final class WsManUris {
    static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    static final String ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    static final String ANONYMOUS = ADDRESSING + "/role/anonymous";
    static final String WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    static final String MS_WSMAN = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd";
    static final String IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
    static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    static final String POWERSHELL = "http://schemas.microsoft.com/powershell";
    static final String FAULT = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";

    static final String ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
    static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";

    /** Ends a running pipeline politely; spelt as Windows spells it. */
    public static final String SIGNAL_STOP = POWERSHELL + "/signal/crtl_c";

    /** Frees a command's resources on the server; must follow its end. */
    public static final String SIGNAL_TERMINATE = SHELL + "/signal/terminate";

    private WsManUris() {}

    /** Returns the resource of a PowerShell session configuration, e.g. {@code Microsoft.PowerShell}. */
    public static String powershell(String configurationName) {
        return POWERSHELL + "/" + configurationName;
    }
}

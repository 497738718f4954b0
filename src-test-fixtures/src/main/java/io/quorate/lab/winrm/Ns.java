package io.quorate.lab.winrm;

/** Namespaces and URIs of [MS-WSMV]. */
final class Ns {
    static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    static final String ADDRESSING = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    static final String TRANSFER = "http://schemas.xmlsoap.org/ws/2004/09/transfer";
    static final String EVENTING = "http://schemas.xmlsoap.org/ws/2004/08/eventing";
    static final String ENUMERATION = "http://schemas.xmlsoap.org/ws/2004/09/enumeration";
    static final String WSMAN = "http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd";
    static final String WSMV = "http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd";
    static final String SHELL = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
    static final String FAULT = "http://schemas.microsoft.com/wbem/wsman/1/wsmanfault";
    static final String IDENTITY = "http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd";
    static final String POWERSHELL = "http://schemas.microsoft.com/powershell";
    static final String CONFIG = "http://schemas.microsoft.com/wbem/wsman/1/config";
    static final String XML = "http://www.w3.org/XML/1998/namespace";

    static final String ANONYMOUS = ADDRESSING + "/role/anonymous";
    static final String COMMAND_DONE = SHELL + "/CommandState/Done";
    static final String COMMAND_RUNNING = SHELL + "/CommandState/Running";
    /** The graceful stop of a pipeline, misspelt as Windows spells it. */
    static final String SIGNAL_STOP = POWERSHELL + "/signal/crtl_c";

    private Ns() {}
}

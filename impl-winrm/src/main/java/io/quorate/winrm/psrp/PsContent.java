package io.quorate.winrm.psrp;

/** What an object wraps besides its properties: a primitive, a container of items, or a dictionary. */
public sealed interface PsContent permits PsPrimitive, PsItems, PsDictionary {}

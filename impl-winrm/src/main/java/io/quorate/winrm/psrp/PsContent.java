package io.quorate.winrm.psrp;

/**
 * What an object wraps besides its properties: a primitive, a container of items, a dictionary, or (seen under JEA) another object.
 */
public sealed interface PsContent permits PsPrimitive, PsItems, PsDictionary, PsObject {}

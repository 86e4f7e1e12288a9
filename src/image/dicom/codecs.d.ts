// The part of Cornerstone's codecs (Emscripten modules) that is used here; they come without types.

interface CornerstoneDecoder {
  /** Room for the coded picture. */
  getEncodedBuffer(byteLength: number): Uint8Array;
  decode(): void;
  getFrameInfo(): {
    readonly width: number;
    readonly height: number;
    readonly bitsPerSample: number;
    readonly componentCount: number;
    /** Undefined where the format knows no sign. */
    readonly isSigned: boolean | undefined;
  };
  /** The samples of a pixel side by side; two bytes each, low byte first, for more than 8 bits. */
  getDecodedBuffer(): Uint8Array;
  delete(): void;
}

interface CornerstoneModule {
  readonly JPEGDecoder: new () => CornerstoneDecoder;
  readonly JpegLSDecoder: new () => CornerstoneDecoder;
  readonly J2KDecoder: new () => CornerstoneDecoder;
}

type CornerstoneFactory = (options: {
  readonly wasmBinary: Uint8Array;
  readonly print: (text: string) => void;
  readonly printErr: (text: string) => void;
}) => Promise<CornerstoneModule>;

declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const factory: CornerstoneFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const factory: CornerstoneFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const factory: CornerstoneFactory;
  export default factory;
}

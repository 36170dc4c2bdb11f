# Nix: nix-build --expr 'with import <nixpkgs> { }; callPackage ./packaging/linux/package.nix { }'
{
  lib,
  rustPlatform,
  makeWrapper,
  python3,
  libGL,
  libxkbcommon,
  wayland,
  xorg,
}:
let
  # A window loads these when it opens, so nothing in the program names them.
  graphics = [
    libGL
    libxkbcommon
    wayland
    xorg.libX11
    xorg.libXcursor
    xorg.libXi
    xorg.libXrandr
    xorg.libxcb
  ];
in
rustPlatform.buildRustPackage {
  pname = "magnum-desktop";
  version = "0.1.0";
  src = lib.cleanSource ../..;
  cargoLock.lockFile = ../../Cargo.lock;
  nativeBuildInputs = [
    makeWrapper
    python3
  ];
  # The tests want a home folder and loopback; packaging/check.sh runs them.
  doCheck = false;
  postInstall = ''
    patchShebangs packaging
    packaging/stage.sh $out/bin/magnum-desktop stage
    cp --recursive stage/usr/share $out/
    wrapProgram $out/bin/magnum-desktop --prefix LD_LIBRARY_PATH : ${lib.makeLibraryPath graphics}
  '';
  meta = {
    description = "See and manage OpenStack Magnum clusters";
    homepage = "https://github.com/magnum-desktop/magnum-desktop";
    license = lib.licenses.asl20;
    mainProgram = "magnum-desktop";
    platforms = lib.platforms.linux;
  };
}
